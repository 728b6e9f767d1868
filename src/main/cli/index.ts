#!/usr/bin/env node
import { runCommand } from './program'
import { processTerminal } from './terminal'

process.exitCode = await runCommand(process.argv.slice(2), processTerminal)
