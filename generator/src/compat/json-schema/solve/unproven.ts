/** Thrown where neither a value nor the proof that there is none can be given. */
export class Unproven extends Error {
  override readonly name = 'Unproven';
}
