"""SSH clients that stop at an unknown host key. (The libraries are imported only when they are needed.)"""


def with_paramiko(host, known_hosts):
    import paramiko

    client = paramiko.SSHClient()
    client.load_host_keys(known_hosts)
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    client.connect(host)
    return client


async def with_asyncssh(host, known_hosts):
    import asyncssh

    return await asyncssh.connect(host, known_hosts=known_hosts)
