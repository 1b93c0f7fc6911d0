using Layercake.Engine.Environments;
using Layercake.Identity;

namespace Layercake.Engine.Connecting;

/// <summary>What recipes are made of.</summary>
/// <param name="Ends">Takes line ends off what signs in.</param>
/// <param name="Http">To Entra, Azure and the machine's own services.</param>
internal sealed record SignInContext(
    DeploymentEnvironment Environment,
    ConnectionOptions Options,
    AzureCloud Cloud,
    HttpClient Http,
    TrailingLineEnd Ends
)
{
    public TimeProvider Clock => Options.Clock;

    /// <summary>The first of these environment variables that is set.</summary>
    public string? Variable(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Options.Variable(name) is { Length: > 0 } value)
                return Ends.Off(value, $"the variable {name}");

        return null;
    }

    /// <summary>The client secret of the parameter file; null when it has none.</summary>
    public GivenSecret? ClientSecret => Clean(Environment.Given.ClientSecret);

    /// <summary>The access token of the parameter file; null when it has none.</summary>
    public GivenSecret? AccessToken => Clean(Environment.Given.AccessToken);

    private GivenSecret? Clean(GivenSecret? given) => given is null ? null : given with { Value = Ends.Off(given.Value, given.Source) };

    /// <summary>The tenant, which is in no vault for kinds that read the vault themselves.</summary>
    public string Tenant(string kind, params ReadOnlySpan<string> variables) =>
        Environment.TenantId ?? Variable(variables) ?? throw Missing(kind, "tenant_id", variables);

    /// <inheritdoc cref="Tenant"/>
    public string Client(string kind, params ReadOnlySpan<string> variables) =>
        Environment.ClientId ?? Variable(variables) ?? throw Missing(kind, "client_id", variables);

    private ConnectionException Missing(string kind, string setting, ReadOnlySpan<string> variables) =>
        new(
            $"{Environment.File} does not say who signs in by {kind}. Set {setting} there, or the variable "
                + $"{string.Join(" or ", variables.ToArray())}."
        );
}
