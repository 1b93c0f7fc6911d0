using Layercake.Engine.Declarations;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Provisioning;

/// <summary>The templates of <c>deployment/infrastructure/</c>.</summary>
public sealed class InfrastructureTemplates(string folder)
{
    public JObject Infrastructure => Read("infrastructure.json");

    public JObject PlaceholderSecret => Read("placeholder-secret.json");

    /// <exception cref="ProvisioningException">There is no such file, or it is not JSON.</exception>
    private JObject Read(string name)
    {
        try
        {
            return JObject.Parse(File.ReadAllText(Path.Combine(folder, name)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ProvisioningException(
                "",
                $"The template {Path.Combine(folder, name)} cannot be read: "
                    + $"{(exception is JsonException ? "it is not JSON" : DiskErrors.Words(exception))}. Take it from this tool's "
                    + $"repository again."
            );
        }
    }
}
