"use client";

import { Checkout } from "./checkout/react/checkout.tsx";

export default Checkout;
