/** Socket constants of FreeBSD that are not in the lists of kdump. Source: FreeBSD sys/sys/socket.h. */
export const AF_NETLINK = 38
