/** What every transport promises. */
import { describe } from 'vitest';
import { calls } from './calls.js';
import { duplicates } from './duplicates.js';
import { endings } from './endings.js';
import { failures } from './failures.js';
import { streams } from './streams.js';
import type { Subject } from './subject.js';

export function contract(subject: Subject): void {
  describe('a call', () => calls(subject));
  describe('a call that fails', () => failures(subject));
  describe('a message that comes twice', () => duplicates(subject));
  describe('a call that ends early', () => endings(subject));
  describe('a stream', () => streams(subject));
}
