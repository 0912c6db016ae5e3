import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { KpiView } from '../../domain/view.ts'
import { ApiFailure, enterValue } from '../api.ts'
import { Issues } from '../ui/notices.tsx'

/** Types a value of a manual KPI for the shown period; a rate is typed as its two parts. */
export function EnterValue({ view }: { view: KpiView }): ReactNode {
  const client = useQueryClient()
  const rate = view.row.unit.kind === 'percent' || view.trend.some((answer) => answer.numerator !== null)
  const [said, setSaid] = useState('')
  const save = useMutation({
    mutationFn: enterValue,
    onSuccess: () => {
      setSaid(`Saved for ${view.period.label}.`)
      void client.invalidateQueries()
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => {
      const value = form.get(name)
      return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
    }
    setSaid('')
    save.mutate({
      kpi: view.row.kpi,
      period: view.period.text,
      unit: /^unit:([^/]+)/.exec(view.scope.text)?.[1] ?? null,
      value: text('value'),
      numerator: text('numerator'),
      denominator: text('denominator'),
      note: text('note'),
    })
  }
  const failure = save.error
  return (
    <form className="enter" onSubmit={submit}>
      <h2 className="split-title">
        Enter {view.period.label} for {view.scope.label}
      </h2>
      <div className="enter-fields">
        {rate && <Field name="numerator" label="Numerator" required={false} />}
        {rate && <Field name="denominator" label="Denominator" required={false} />}
        <Field
          name="value"
          label={rate ? 'or the value as a fraction' : `Value in ${view.definition.measuredIn}`}
          required={!rate}
        />
        <label className="enter-note">
          Note
          <input name="note" className="field" autoComplete="off" />
        </label>
        <button type="submit" className="button primary" disabled={save.isPending}>
          Save
        </button>
      </div>
      <p role="status" className="form-said">
        {said}
      </p>
      {failure && (
        <div role="alert" className="form-failure">
          {failure instanceof ApiFailure && failure.issues.length > 0 ? (
            <Issues issues={failure.issues} />
          ) : (
            failure.message
          )}
        </div>
      )}
    </form>
  )
}

function Field(props: { name: string; label: string; required: boolean }): ReactNode {
  return (
    <label>
      {props.label}
      <input
        name={props.name}
        className="field"
        inputMode="decimal"
        autoComplete="off"
        required={props.required}
        pattern="-?[0-9_]*\.?[0-9]+%?"
        title="Digits, with a point before the decimals"
      />
    </label>
  )
}
