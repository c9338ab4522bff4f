"""Connect to a server by SSH. (Paramiko is imported only when it is needed.)"""


def connect(host):
    import paramiko

    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect(host)
    return client
