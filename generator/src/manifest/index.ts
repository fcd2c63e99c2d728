export { linkManifest, loadManifest, type Manifest, parseManifest } from './load.js';
export {
  builtInEnvelope,
  referencedPath,
  type SchemaReference,
  schemaReferences,
  type SchemaResolver,
  schemaResolver,
  splitReference,
} from './references.js';
