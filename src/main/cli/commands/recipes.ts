import { briefly } from '@shared/catalogue/citations'
import { recipeNamed, recipes } from '@shared/catalogue/recipes'
import { newDocument } from '@shared/document/create'
import { setDataSource } from '@shared/document/edits'
import { insertRecipe } from '@shared/document/recipe'
import { serialise } from '@shared/document/serialise'
import { prepareData } from '@shared/learn/data'
import type { Command } from 'commander'
import { CommandFailure, demand } from '../failure'
import { hostFor } from '../host'
import { sourceNamed } from '../source'
import { table } from '../table'
import type { Terminal } from '../terminal'

interface RecipeOptions {
  readonly data: string
  readonly out?: string
  readonly json?: boolean
}

export function addRecipes(program: Command, terminal: Terminal): void {
  program
    .command('recipes')
    .description('list the flows that come ready-made, or write a document with one of them, ready to train')
    .argument('[name]', 'a recipe')
    .option('--data <name|file>', 'what to train it on', 'two-moons')
    .option('--out <file>', 'where to write the document, .flow.json')
    .option('--json', 'the list as JSON')
    .action(async (name: string | undefined, { data, out, json }: RecipeOptions) => {
      if (name === undefined) {
        terminal.out(json ? JSON.stringify({ recipes }, null, 2) + '\n' : list())
        return
      }
      const recipe = recipeNamed(name)
      if (!recipe) throw new CommandFailure(`There is no recipe "${name}". "diffeo recipes" lists them.`)
      if (out === undefined) throw new CommandFailure(`${name}: expected --out FILE.flow.json for its document.`)
      const { document } = insertRecipe(setDataSource(newDocument(recipe.label), sourceNamed(data)), recipe, 0)
      demand(await prepareData(document.data, hostFor(out)), '--data')
      await terminal.write(out, serialise(document))
    })
}

const list = (): string =>
  table(
    ['recipe', 'name', 'blocks', 'paper', 'what it is good for'],
    recipes.map(({ name, label, blocks, citation, summary }) => [
      name,
      label,
      String(blocks.length),
      `${briefly(citation)}, ${citation.source}`,
      summary,
    ]),
  )
