"""Where the focus is, how many presses away something lies, and whether the focus can be seen.

All of it only reads the page, so that it works with scripts turned off as well.
"""

WAY = """wanted => {
  const here = document.activeElement
  if (here.matches(wanted)) {
    return {arrived: true, amiss: amiss(here), type: here.type, value: here.value,
            checked: here.checked}
  }
  const stops = [...document.querySelectorAll('a[href], button, input, select, summary, textarea')]
    .filter(e => e.tabIndex >= 0 && !e.disabled && e.type !== 'hidden' && e.checkVisibility())
    .filter(e => {
      if (e.type !== 'radio') return true
      const group = [...document.getElementsByName(e.name)].filter(other => other.form === e.form)
      return e === (group.find(other => other.checked) ?? group[0])
    })
  const at = stops.indexOf(here)
  if (at < 0) return {steps: 1}
  const reached = stops.map((e, place) => e.matches(wanted) ? place : -1).filter(n => n >= 0)
  if (!reached.length) return {steps: 1}
  const ahead = reached.find(place => place > at)
  const main = document.querySelector('main')
  const inside = stops.findIndex(e => main.contains(e))
  if (here.matches('.govuk-skip-link') && ahead > inside && inside > 2) {
    return {leap: true, steps: 1}
  }
  return {steps: (ahead ?? reached.at(-1)) - at}

  function amiss (e) {
    const box = e.getClientRects()[0]
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth)
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight)
    if (left >= right || top >= bottom) return 'out of sight'
    const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
    if (!there || !(e.contains(there) || there.contains(e))) return 'covered'
    const labels = [...e.labels ?? []]
    const looks = [getComputedStyle(e), ...labels.map(l => getComputedStyle(l, '::before'))]
    return looks.some(marked) ? '' : 'not marked'
  }

  function marked (style) {
    return style.boxShadow !== 'none' ||
      (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
  }
}"""
"""How somebody with a keyboard gets to the first thing wanted.

It has the focus (`arrived`): what it says, and what is `amiss`, for it has to be seen, uncovered
and marked. Or so many presses of Tab (of Shift and Tab if negative) lie between, after Enter on the
link that skips to the content (`leap`). A group of radios is one stop. Where the focus is on none
of them, one Tab tells more; so it is asked again after each way.
"""

AWAY = """value => {
  const here = document.activeElement
  if (here.type === 'select-one') {
    const to = [...here.options].findIndex(o => o.value === value)
    return {steps: to - here.selectedIndex, chosen: true}
  }
  const group = [...document.getElementsByName(here.name)].filter(e => e.form === here.form)
  const to = group.findIndex(e => e.value === value)
  return {steps: to - group.indexOf(here), chosen: here.checked}
}"""
"""How many presses of an arrow a choice is away, in the list or the group that has the focus, and
whether what has the focus is chosen."""
