/** The page that asks in the endpoint's bench. */
export const ORIGIN = "https://shop.example";
/** The payer that it is minted for. */
export const PAYER = "6c1c7a2e-3d3c-4c0a-9a53-0f7f6e1d9b11";
