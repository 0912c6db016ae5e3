declare const dayBrand: unique symbol

/** A civil day as a count of days since 1970-01-01 (which is 0). No zone, no clock. */
export type Day = number & { readonly [dayBrand]: true }
