import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { PeriodLabel, Pickers, ScopeLabel } from '../../domain/view.ts'
import { AsOfPicker } from './as-of-picker.tsx'
import { Listbox } from './listbox.tsx'

/** Grain, period and scope, the same on every page; the choice goes into the address. */
export function PlacePickers(props: {
  pickers: Pickers
  period: PeriodLabel
  scope: ScopeLabel
  grain: string
}): ReactNode {
  const navigate = useNavigate()
  const set = (change: { period?: string; scope?: string; grain?: string }) =>
    void navigate({
      to: '.',
      search: (before) => {
        const next = { ...before, ...change }
        // A period belongs to its grain.
        if (change.grain !== undefined) delete next.period
        return next
      },
      resetScroll: false,
    })
  const { pickers } = props
  return (
    <>
      {pickers.grains.length > 1 && (
        <Listbox
          label="By"
          value={props.grain}
          options={pickers.grains.map((one) => ({ value: one.grain, label: one.label }))}
          onChange={(grain) => set({ grain })}
          align="end"
        />
      )}
      {pickers.periods.length > 0 && (
        <Listbox
          label="Period"
          value={props.period.text}
          shown={props.period.label}
          options={pickers.periods.map((one) => ({
            value: one.text,
            label: one.label,
            ...(one.complete ? {} : { note: 'so far' }),
          }))}
          onChange={(period) => set({ period })}
          align="end"
        />
      )}
      {pickers.scopes.length > 1 && (
        <Listbox
          label="Scope"
          value={props.scope.text}
          shown={props.scope.label}
          options={pickers.scopes.map((one) => ({ value: one.text, label: one.label, depth: one.depth }))}
          onChange={(scope) => set({ scope })}
          align="end"
        />
      )}
      <AsOfPicker />
    </>
  )
}
