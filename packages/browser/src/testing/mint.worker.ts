import { deviceId, fetchClientSecret } from "../index.ts";

// In a web worker there is a location, but no document.
fetchClientSecret({ endpoint: "/client-secret", deviceId: deviceId() }).then(
  (secret) => postMessage({ expired: secret.expired }),
  (error) => postMessage({ error: String(error) }),
);
