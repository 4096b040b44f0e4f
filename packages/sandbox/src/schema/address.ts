/** A postal address, in requests and responses. */
export interface Address {
  /** Street and house number. */
  readonly line1: string;
  /** Flat, suite or floor. May be empty or null, as in the vendor's samples. */
  readonly line2?: string | null;
  /** City or town. */
  readonly city: string;
  /** State, province or region. */
  readonly state: string;
  /** At most 20 characters. */
  readonly postalCode?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}
