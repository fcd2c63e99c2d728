/** Avro's object container files (Avro 1.12, "Object Container Files"). */
export type { Compression } from './compression.js';
export { readContainer, type ReadOptions } from './read.js';
export { writeContainer, type WriteOptions } from './write.js';
