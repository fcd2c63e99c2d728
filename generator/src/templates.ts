/**
 * The one door to Handlebars. Templates are precompiled when the package is built (scripts/precompile-templates.js), so
 * that nothing is compiled from strings at run time: only Handlebars' runtime is loaded.
 */
import Handlebars from 'handlebars/runtime.js';
// `src` and `dist` are siblings, so that sources under test find the built templates as well.
import compiled from '../dist/templates/compiled.js';
import { helpers, refusedBuiltIns } from './template-helpers.js';

/** What a template prints: plain data, made by a view function. */
export type View = object;

const engine = Handlebars.create();
for (const name of refusedBuiltIns) engine.unregisterHelper(name);
for (const [name, helper] of Object.entries(helpers)) {
  engine.registerHelper(name, (value: unknown) => {
    // Strict templates refuse a missing member, but not as the argument of a helper.
    if (value === undefined) throw new Error(`bug: a template gives its helper ${name} nothing`);
    return helper(value);
  });
}

const templates = new Map(Object.entries(compiled).map(([name, spec]) => [name, engine.template(spec)]));

/** All templates, sorted: `init/package.json`. */
export const templateNames: readonly string[] = [...templates.keys()].toSorted();

/** The text of a template. Throws where there is none, or the view lacks a member: those are bugs of ours. */
export function render(name: string, view: View): string {
  const template = templates.get(name);
  if (template === undefined) throw new Error(`bug: there is no template ${name}`);
  return template(view);
}
