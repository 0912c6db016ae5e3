import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Ruling } from '../../domain/ruling.ts'
import type { SignalFinding, SignalsView } from '../../domain/signals-view.ts'
import { ApiFailure, confirmLimits, dismissSignal, undoRuling } from '../api.ts'
import { Issues } from '../ui/notices.tsx'

/** A person's word on signals: what it does, its reason, and what stands against it. */
function WordForm(props: {
  label: string
  button: string
  act: (reason: string, form: FormData) => Promise<Ruling>
  children?: ReactNode
}): ReactNode {
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: (form: FormData) => props.act(String(form.get('reason') ?? ''), form),
    onSuccess: () => void client.invalidateQueries(),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    save.mutate(new FormData(event.currentTarget))
  }
  const failure = save.error
  return (
    <form className="word" onSubmit={submit} aria-label={props.label}>
      {props.children}
      <div className="enter-fields">
        <label className="enter-note">
          Reason
          <input name="reason" className="field" autoComplete="off" required />
        </label>
        <button type="submit" className="button" disabled={save.isPending}>
          {props.button}
        </button>
      </div>
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

/** A form behind a quiet button, so that a list of signals stays a list. */
function Behind(props: { label: string; about: string; children: ReactNode }): ReactNode {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {props.label}
        <span className="hidden"> {props.about}</span>
      </button>
      {open && props.children}
    </>
  )
}

/** What was told, each with its place, and the way to say that it needs no attention. */
export function Told(props: {
  found: SignalsView
  list: readonly SignalFinding[]
  nameOf: (period: string) => string
  /** Asked as of an instant that is over: nothing can be said of it any more. */
  past: boolean
}): ReactNode {
  const { found, nameOf } = props
  return (
    <ul className="told">
      {props.list.map((one) => (
        <li key={`${one.at} ${one.rule}`}>
          {one.since !== one.at ? `${nameOf(one.since)} to ${nameOf(one.at)}` : nameOf(one.at)}: {one.text}.{' '}
          {one.dismissed ? (
            <span className="told-word">
              Dismissed by {one.dismissed.actor}: {one.dismissed.reason}
            </span>
          ) : props.past ? null : (
            <Behind label="Dismiss" about={`${one.title}, ${nameOf(one.at)}`}>
              <WordForm
                label={`Dismiss ${one.title}, ${nameOf(one.at)}`}
                button="Dismiss"
                act={(reason) => dismissSignal({ ...placeOf(found), period: one.at, rule: one.rule, reason })}
              />
            </Behind>
          )}
        </li>
      ))}
    </ul>
  )
}

/** New limits: the four questions where some are proposed, and the form by which a person confirms them for a cause. */
export function NewLimits({ found, nameOf }: { found: SignalsView; nameOf: (period: string) => string }): ReactNode {
  const { proposal } = found
  const [from, setFrom] = useState(proposal?.from ?? '')
  const advised = proposal?.advisable === true && proposal.from === from
  const choices = found.periods.filter(({ value, partial }) => value !== null && !partial).reverse()
  if (choices.length === 0) return null
  return (
    <section className="drivers-part">
      <h2 className="split-title">
        {proposal ? `New limits may be wanted from ${nameOf(proposal.from)} on` : 'New limits'}
      </h2>
      {proposal ? (
        <ul>
          {proposal.questions.map(({ text, answer }) => (
            <li key={text}>
              {text} {answer === 'person' ? 'A person knows.' : answer === 'yes' ? 'Yes.' : 'No.'}
            </li>
          ))}
        </ul>
      ) : (
        <p>The limits stand. Nothing moves them but a person who knows that the KPI changed, and why.</p>
      )}
      <Behind label={proposal ? 'Set new limits' : 'Set new limits all the same'} about="">
        <WordForm
          label="Set new limits"
          button="Set new limits"
          act={(reason, form) =>
            confirmLimits({
              ...placeOf(found),
              period: from === '' ? (choices[0]?.label.text ?? '') : from,
              evenSo: form.get('even-so') === 'on',
              reason,
            })
          }
        >
          <div className="enter-fields">
            <label>
              From
              <select className="field" value={from} onChange={(event) => setFrom(event.currentTarget.value)}>
                {choices.map(({ label }) => (
                  <option key={label.text} value={label.text}>
                    {label.label}
                  </option>
                ))}
              </select>
            </label>
            {!advised && (
              <label className="word-even-so">
                <span>
                  <input type="checkbox" name="even-so" /> Even if the data speak against it
                </span>
              </label>
            )}
          </div>
        </WordForm>
      </Behind>
    </section>
  )
}

/** What people said of these signals, newest first, and the way to take it back. */
export function Words(props: { found: SignalsView; nameOf: (period: string) => string; past: boolean }): ReactNode {
  const { found, nameOf, past } = props
  if (found.rulings.length === 0) return null
  return (
    <section className="drivers-part">
      <h2 className="split-title">What people said of them</h2>
      <ul className="told">
        {found.rulings.map((one) => (
          <li key={one.id} className={one.undone ? 'told-undone' : undefined}>
            {one.kind === 'baseline' ? `New limits from ${nameOf(one.period)} on` : `Dismissed, ${nameOf(one.period)}`},{' '}
            {one.actor}, {one.at.slice(0, 10)}: {one.reason}{' '}
            {one.undone ? (
              <span className="told-word">
                Taken back by {one.undone.actor}: {one.undone.reason}
              </span>
            ) : past ? null : (
              <Behind label="Take back" about={`word ${one.id}`}>
                <WordForm
                  label={`Take back word ${one.id}`}
                  button="Take back"
                  act={(reason) => undoRuling({ ruling: String(one.id), reason })}
                />
              </Behind>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

const placeOf = ({ kpi, scope, grain }: SignalsView) => ({ kpi, scope: scope.text, grain })
