import type { NodeClient } from "@plastiq-connect/node" with { "resolution-mode": "import" };

export let client: NodeClient | undefined;
