import type { Question } from './answer.ts'

/** Who asks or acts. Every call of app carries one. */
export interface Actor {
  readonly id: string
  readonly name: string
  readonly role: 'owner'
}

/** The person at this machine. */
export const localOwner: Actor = { id: 'local', name: 'local owner', role: 'owner' }

/** The question as this actor may ask it: row permissions become filters before planning. The owner sees every row. */
export function narrow(actor: Actor, question: Question): Question {
  switch (actor.role) {
    case 'owner':
      return question
  }
}
