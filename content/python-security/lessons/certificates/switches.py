"""Places that switch the checks off. (Nothing is sent; the functions are not called.)"""

import smtplib
import ssl
from urllib.request import urlopen


def read(url):
    return urlopen(url, context=ssl._create_unverified_context())


def fetch(url):
    import requests

    return requests.get(url, verify=False, timeout=10)


def mail(host):
    smtplib.SMTP(host).starttls()
