// The declarations of ofetch import undici's, which bring Node's globals into every program. `paths` in tsconfig.json
// puts this in their place, so that a Node global in core stays a compile error.
export declare class Dispatcher {}
