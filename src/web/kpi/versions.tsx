import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { documentQuery } from '../api.ts'
import { useNotation } from '../notation.tsx'
import { Failure, Waiting } from '../ui/notices.tsx'
import { changedLines } from './changed-lines.ts'

/** Every version of the document, newest first: who, when, why, and the lines that changed. */
export function Versions({ id }: { id: string }): ReactNode {
  const query = useQuery(documentQuery(id))
  const { moment } = useNotation()
  if (query.error) return <Failure error={query.error} what="These versions" retry={() => void query.refetch()} />
  if (!query.data) return <Waiting rows={4} />
  const versions = [...query.data.versions].sort((a, b) => b.version - a.version)
  if (versions.length === 0) return <p className="tab-note">No version has been recorded yet.</p>
  return (
    <ol className="versions">
      {versions.map((version, index) => {
        const before = versions[index + 1]
        const lines = changedLines(before?.text ?? '', version.text ?? '')
        return (
          <li key={version.version} className="version">
            <p className="version-head">
              <strong>Version {version.version}</strong> {version.author}, {moment(version.at)}
              {version.reason !== null && <span className="version-reason">{version.reason}</span>}
            </p>
            <details open={index === 0 && before !== undefined}>
              <summary>{before ? summaryOf(lines) : 'The first text'}</summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys */}
              <pre tabIndex={0}>
                {lines
                  .filter((line) => before === undefined || line.change !== 'same')
                  .map((line, at) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a kept version never move
                    <span key={at} className={`diff-${before ? line.change : 'same'}`}>
                      {before ? (line.change === 'added' ? '+ ' : '− ') : ''}
                      {line.text}
                      {'\n'}
                    </span>
                  ))}
              </pre>
            </details>
          </li>
        )
      })}
    </ol>
  )
}

function summaryOf(lines: readonly { readonly change: string }[]): string {
  const added = lines.filter((line) => line.change === 'added').length
  const removed = lines.filter((line) => line.change === 'removed').length
  if (added === 0 && removed === 0) return 'The same text'
  return `${added} ${added === 1 ? 'line' : 'lines'} added, ${removed} removed`
}
