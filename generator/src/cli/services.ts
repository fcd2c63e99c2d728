/** The functions behind the commands. Each is loaded when it is called, so that `--help` pays for none. */
import type { LoadCodecOptions, LoadedCodec } from '../codec/loaded-codec.js';
import type { CheckOptions, CheckResult } from '../compat/check.js';
import type { ProjectCheckOptions } from '../compat/project/index.js';
import type { ReleaseOptions, ReleaseResult } from '../compat/project/release.js';
import type { ConvertOptions } from '../convert.js';
import type { GenerateOptions, GenerateResult } from '../generate-result.js';
import type { ScaffoldResult } from '../init/scaffold.js';
import type { ProtocolSource } from '../load-protocol.js';
import type { PermissionsResult } from '../permissions.js';
import type { TopologyOptions, TopologyResult } from '../topology/topology-result.js';

export interface Services {
  readonly generate: (options: GenerateOptions) => Promise<GenerateResult>;
  readonly loadCodec: (input: { readonly file: string }, options: LoadCodecOptions) => Promise<LoadedCodec>;
  readonly convert: (options: ConvertOptions) => Promise<string>;
  readonly check: (options: CheckOptions) => Promise<CheckResult>;
  readonly checkProject: (options: ProjectCheckOptions) => Promise<CheckResult>;
  readonly withImpact: (result: CheckResult, globs: readonly string[], cwd: string) => Promise<CheckResult>;
  readonly release: (options: ReleaseOptions) => Promise<ReleaseResult>;
  readonly scaffold: (folder: string) => Promise<ScaffoldResult>;
  readonly permissions: (source: ProtocolSource) => Promise<PermissionsResult>;
  readonly topology: (options: TopologyOptions) => Promise<TopologyResult>;
}

export const services: Services = {
  generate: async (options) => (await import('../repeat/generate.js')).generate(options),
  loadCodec: async (input, options) => (await import('../codec/load-codec.js')).loadCodec(input, options),
  convert: async (options) => (await import('../convert.js')).convert(options),
  check: async (options) => (await import('../compat/check.js')).check(options),
  checkProject: async (options) => (await import('../compat/project/index.js')).checkProject(options),
  permissions: async (source) => (await import('../permissions.js')).permissions(source),
  topology: async (options) => (await import('../topology/topology.js')).topology(options),
  withImpact: async (...args) => (await import('../compat/impact/index.js')).withImpact(...args),
  release: async (options) => (await import('../compat/project/release.js')).release(options),
  scaffold: async (folder) => (await import('../init/scaffold.js')).scaffold(folder),
};
