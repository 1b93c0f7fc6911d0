"""The ways to sign in that a list may ask for."""

import json
import ssl
import urllib.parse
import urllib.request

from databricks.sdk import WorkspaceClient


def client(cloud, way):
    if way == "oauth-m2m":
        secret = _vault_secret(cloud, cloud["databricks_oauth_secret_name"])
        return WorkspaceClient(host=cloud["workspace_http"], client_id=cloud["client_id"], client_secret=secret, auth_type=way)
    return WorkspaceClient(host=cloud["workspace_http"], token=cloud["token"], auth_type="pat")


def _vault_secret(cloud, name):
    """Reads the vault as the developer, as a person does with az."""
    sent = {
        "grant_type": "client_credentials",
        "client_id": cloud["developer_client_id"],
        "client_secret": cloud["developer_client_secret"],
        "scope": "https://vault.azure.net/.default",
    }
    form = urllib.parse.urlencode(sent).encode()
    token = _read(cloud, urllib.request.Request(f"{cloud['authority']}/{cloud['tenant_id']}/oauth2/v2.0/token", data=form))["access_token"]
    address = f"{cloud['vault']}/secrets/{name}?api-version=7.4"
    return _read(cloud, urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"}))["value"]


def _read(cloud, request):
    trust = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=cloud["certificate_pem"]))
    with urllib.request.build_opener(urllib.request.ProxyHandler({}), trust).open(request) as answer:
        return json.load(answer)
