import { z } from 'zod'

/** What records of the document are made of. Each of them imports this file, so that zod is set up before any is built. */

// zod probes `new Function` unless told not to, which a strict content-security policy reports.
z.config({ jitless: true })

/** Node ids and names are short, printable, and never a property of Object.prototype. */
const forbidden = new Set(['__proto__', 'constructor', 'prototype'])
export const Id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/, 'use letters, digits, "-" and "_"')
  .refine((id) => !forbidden.has(id), 'this name is reserved')

const SettingValue = z.union([z.number(), z.string().max(256), z.boolean(), z.array(z.number()).max(4096), z.null()])

export const SettingsRecord = z.record(
  z
    .string()
    .max(64)
    .refine((key) => !forbidden.has(key), 'this name is reserved'),
  SettingValue,
)

export const ColumnName = z.string().min(1).max(256)

export const Seed = z.number().int().min(0).max(0xffffffff)

export const UnitInterval = z.number().min(0).max(1)
