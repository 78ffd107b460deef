/** The XSAVE area by its size in bytes. */
import type { Struct } from '../../../../schema/base.js'
import { type XsaveArea, xsaveArea, xsaveSizes } from './xsave.js'

export const xsaveAreas: Readonly<Record<number, Struct<XsaveArea>>> = Object.fromEntries(xsaveSizes.map((size) => [size, xsaveArea(size)]))
