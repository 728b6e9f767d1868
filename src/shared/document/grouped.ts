/** A number that is written already, with thin spaces between the thousands of a whole one: 12 400. */
export const grouped = (written: string): string =>
  /^[-−]?\d+$/.test(written) ? written.replace(/\B(?=(\d{3})+$)/g, '\u2009') : written
