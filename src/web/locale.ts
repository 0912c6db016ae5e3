/** The words of the pages are English, so numbers are written the English way too, on the server and in every browser. */
export const locale = 'en'
