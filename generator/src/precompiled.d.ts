/** Modules without types of their own: what scripts/precompile-templates.js writes, and Handlebars without its compiler. */
declare module '*/dist/templates/compiled.js' {
  const templates: Readonly<Record<string, TemplateSpecification>>;
  export default templates;
}

declare module 'handlebars/runtime.js' {
  import Handlebars from 'handlebars';
  export default Handlebars;
}
