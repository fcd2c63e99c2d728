/** What an operation is called on gRPC. */
import type { OperationFacts } from '../../contract.js';

/** `/package.Service/Method`; undefined where the manifest gives it no method. */
export function pathOf({ bindings }: OperationFacts): string | undefined {
  return bindings.grpc === undefined ? undefined : `/${bindings.grpc.service}/${bindings.grpc.method}`;
}
