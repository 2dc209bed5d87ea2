// Only comforts live here: every page works without this file.
import {
  Accordion,
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  Radios,
  SkipLink,
  Tabs,
  createAll
} from 'govuk-frontend'

// The component marks revealing radios as expanded or not, which radios cannot be in ARIA.
class PlainRadios extends Radios {
  syncConditionalRevealWithInputState (input) {
    super.syncConditionalRevealWithInputState(input)
    input.removeAttribute('aria-expanded')
  }
}

const components = [
  Accordion,
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  PlainRadios,
  SkipLink,
  Tabs
]
components.forEach((component) => createAll(component))

// A question that several answers to another one ask for is hidden until one of them is chosen.
const waiting = document.querySelectorAll('[data-only-if]')

function isChosen (question) {
  const parent = document.querySelector(`[data-question="${question.dataset.onlyIf}"]`)
  if (!parent || parent.closest('[hidden], .govuk-radios__conditional--hidden')) return false
  const values = question.dataset.onlyIfValues.split(' ')
  const inputs = parent.querySelectorAll(`input[name="${question.dataset.onlyIf}"]:checked`)
  return [...inputs].some((input) => values.includes(input.value))
}

function showAsked () {
  waiting.forEach((question) => { question.hidden = !isChosen(question) })
}

if (waiting.length) {
  document.addEventListener('change', showAsked)
  showAsked()
}
