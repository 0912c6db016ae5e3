import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'

/** A table that scrolls sideways where it has no room; then, and only then, keys can reach it to scroll it. */
export function Scroll(props: { label: string; children: ReactNode }): ReactNode {
  const box = useRef<HTMLElement>(null)
  const [scrolls, setScrolls] = useState(false)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(() => setScrolls(element.scrollWidth > element.clientWidth))
    // The room changes with the box, the need with what is in it: rows that come, a font that arrives.
    for (const one of [element, ...element.children]) observer.observe(one)
    return () => observer.disconnect()
  })
  return (
    <section className="table-scroll" ref={box} {...(scrolls ? { tabIndex: 0, 'aria-label': props.label } : {})}>
      {props.children}
    </section>
  )
}
