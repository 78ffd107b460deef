/** Peers whose typings cannot be found from an ES module. */
declare module 'binary-parser' {
  export class Parser {
    endianness(order: 'little' | 'big'): this
    int32(name: string): this
    int16(name: string): this
    int64(name: string): this
    string(name: string, options: { length: number; stripNull?: boolean }): this
    seek(bytes: number): this
    parse(bytes: Uint8Array): { ktr_len: number; ktr_type: number; ktr_pid: number; ktr_lid: number }
  }
}
