import type { EndUser } from "../../end-user/end-user.ts";
import { isObject, isRecord } from "../../schema/kind.ts";
import type { CallOptions } from "./caller.ts";

/**
 * Returns options with copies of the end user, the headers and the extra fields, for a call that sends them only after
 * the caller may have changed them. Invalid values stay as they are, so that the call refuses them.
 */
export function copyOptions<Options extends Partial<CallOptions>>(options: Options): Options {
  const { endUser, headers, extra } = options ?? ({} as Options);
  // A spread would omit the getters of a class.
  const { userAgent, deviceId, ip } = Object(endUser) as EndUser;
  return {
    ...options,
    ...(isObject(endUser) && { endUser: { userAgent, deviceId, ip } }),
    headers: copyFields(headers),
    ...(isRecord(extra) && { extra: { ...extra, body: copyJson(extra.body), query: copyFields(extra.query) } }),
  };
}

function copyFields<Fields>(fields: Fields): Fields {
  return isRecord(fields) ? { ...fields } : fields;
}

// What is not JSON, such as a circular object, stays as it is.
function copyJson<Data>(data: Data): Data {
  try {
    return JSON.parse(JSON.stringify(data));
  } catch {
    return data;
  }
}
