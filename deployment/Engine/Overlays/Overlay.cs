using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Overlays;

/// <summary>What an environment changes in the declarations that a pattern names.</summary>
/// <param name="Kind">The folder: <c>jobs</c>.</param>
/// <param name="Field">In the environment's file: key and patch.</param>
internal sealed record Overlay(string Kind, NamePattern Names, JProperty Field)
{
    public JObject Patch => (JObject)Field.Value;
}
