// Runs before the first paint, so that nothing jumps: says that scripts work in this browser.
// A file of its own because our content security policy allows no script inside a page.
document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported')
}
