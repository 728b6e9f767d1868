export function reasonOf(said: string): string | null
