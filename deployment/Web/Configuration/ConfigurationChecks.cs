namespace Layercake.Web.Configuration;

/// <summary>Whether a server may start as it is configured.</summary>
public static class ConfigurationChecks
{
    private static readonly string Modes = string.Join('|', SignInModes.Names);

    /// <returns>What is missing, and what to do, a sentence or two each.</returns>
    public static IEnumerable<string> Of(WebConfiguration web)
    {
        if (web.DeployAs.HasUser && NoToken(web.Mode) is { } reason)
            yield return $"deploy_as: user needs a token of each user, and {reason}. Sign users in with --auth=entra, "
                + "databricks-app or easy-auth, or leave it at service_principal.";
        if (web.Mode == SignInMode.OneTimeAddress)
        {
            if (!web.IsLoopback)
                yield return $"The server would be reached from other machines at {web.Listen}, and nobody would have to sign in. Say how "
                    + $"users sign in: --auth={Modes}; or listen on 127.0.0.1.";
            yield break;
        }

        var mode = $"--auth={SignInModes.NameOf(web.Mode)}";
        if (web.Roles.Environments.Count == 0)
            yield return $"{mode} needs roles: who may look, export, deploy and delete, by environment or for all as *. Without "
                + "them nobody could do anything.";
        if (!web.IsLoopback && web.PublicUrl?.Scheme != Uri.UriSchemeHttps)
            yield return $"A server that listens at {web.Listen} needs public_url: the https address by which browsers know it.";
        if (web.Mode == SignInMode.Entra)
        {
            if (web.Entra is null)
                yield return $"{mode} needs entra: an object with tenant_id, client_id and client_secret_file.";
        }
        else if (web.TrustedProxies.Count == 0)
            yield return $"{mode} needs trusted_proxies: the networks of the proxies whose headers say who asks. Headers from elsewhere "
                + "are not believed, and so nobody could sign in.";

        if (web.Mode == SignInMode.DatabricksApp && web.WorkspaceUrl is null)
            yield return $"{mode} needs databricks_app.workspace_url: the workspace where the tokens of users are proved.";
    }

    /// <summary>Why the server gets no tokens of users, as the end of a sentence; null where it gets them.</summary>
    private static string? NoToken(SignInMode mode) =>
        mode switch
        {
            SignInMode.OneTimeAddress => "whoever opens the printed address brings none",
            SignInMode.Proxy => "--auth=proxy brings none: its headers say a name and groups",
            _ => null,
        };
}
