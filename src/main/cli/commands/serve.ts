import type { Command } from 'commander'
import { parsePort } from '../../web/options'

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('open the app in a browser: on this machine, or on a GPU server reached over SSH')
    .option('--port <number>', 'where to listen; 0 takes any free port')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--open', 'open the default browser')
    .action(async ({ port, host, open = false }: { port?: string; host: string; open?: boolean }) => {
      const { serveWeb } = await import('../../web/serve') // a server that no other command needs
      await serveWeb({ port: parsePort(port), host, open })
    })
}
