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

// A question that some answers to another one ask for is hidden until one of them is chosen.
const waiting = document.querySelectorAll('[data-only-if]')
const UNSEEN = '[hidden], .govuk-radios__conditional--hidden, .govuk-checkboxes__conditional--hidden'

function isAsked (question) {
  const { onlyIf, onlyIfValues } = question.dataset
  const chosen = document.querySelectorAll(`input[name="${onlyIf}"]:checked`)
  const values = onlyIfValues.split(' ')
  return [...chosen].some((input) => values.includes(input.value) && !input.closest(UNSEEN))
}

function showAsked () {
  waiting.forEach((question) => { question.hidden = !isAsked(question) })
}

if (waiting.length) {
  document.addEventListener('change', showAsked)
  showAsked()
}
