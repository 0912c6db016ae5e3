/**
 * An operating failure: the machine could not do what was asked and nothing is wrong with the question's meaning.
 * `code` is stable and machine-readable, `message` says what happened, `hint` what a person can do.
 */
export class Failure extends Error {
  readonly code: string
  readonly hint: string

  constructor(code: string, message: string, hint = '', options?: ErrorOptions) {
    super(message, options)
    this.name = 'Failure'
    this.code = code
    this.hint = hint
  }
}
