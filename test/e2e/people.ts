/** 240 rows: an income with a long tail and six gaps, children counted, a wave; and the first 30 once more. */
export const people = ((): string => {
  const rows = Array.from({ length: 240 }, (_, i) => {
    const u = ((i * 73) % 240) / 240 + 1 / 480
    const income = (1000 * Math.exp(1.2 * Math.log(u / (1 - u)) * 0.8)).toFixed(2)
    return `${i % 40 === 7 ? '' : income},${(i * 7) % 5},${Math.sin(i * 1.7).toFixed(5)}`
  })
  return ['income,children,wave', ...rows, ...rows.slice(0, 30)].join('\n') + '\n'
})()
