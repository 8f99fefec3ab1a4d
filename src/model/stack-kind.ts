/** Every kind of stack, in the order in which they are first created. */
export const stackKinds = ['store', 'tcs', 'tccpi', 'tccp', 'tccpf', 'tccpn', 'tcnp', 'tcnpf'] as const;
export type StackKind = (typeof stackKinds)[number];
