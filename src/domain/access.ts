/** Who asks or acts. Every call of app carries one. */
export interface Actor {
  readonly id: string
  readonly name: string
  readonly role: 'owner'
}

/** The person at this machine. */
export const localOwner: Actor = { id: 'local', name: 'local owner', role: 'owner' }
