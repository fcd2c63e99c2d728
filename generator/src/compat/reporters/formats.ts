export const outputFormats = ['text', 'json', 'github', 'gitlab', 'sarif', 'junit', 'markdown'] as const;
export type OutputFormat = (typeof outputFormats)[number];
