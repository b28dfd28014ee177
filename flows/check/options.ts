import type { ChannelLimits } from '../contract.js';
import type { NodeType } from '../node-type.js';

/** What a flow is checked against. */
export interface CheckOptions {
  nodeTypes: ReadonlyMap<string, NodeType>;
  /** What each channel can show. */
  limits: readonly ChannelLimits[];
  /** The flows that a flow may go on to; not checked when absent. */
  flows?: readonly string[];
}
