/** End of user memory. Source: DragonFly sys/cpu/x86_64/include/vmparam.h. */
import type { Abi } from '../../schema/base.js'

/** VM_MAX_USER_ADDRESS of x86_64; undefined for i386, where it is not known. */
export const maxUserAddress = ({ bits }: Pick<Abi, 'bits'>): bigint | undefined => (bits === 64 ? 0x7fffffe00000n : undefined)
