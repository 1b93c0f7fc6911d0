using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>A kind of which something can be wrong that only the workspace knows, and that is found before the first write.</summary>
internal interface IOnlineCheck
{
    /// <summary>Checks what a plan is about to write.</summary>
    /// <param name="writes">Each declaration, and what the workspace holds of it; null when it holds nothing.</param>
    Task<IReadOnlyList<Finding>> CheckAsync(IReadOnlyList<(Declaration Declaration, JObject? Held)> writes, CancellationToken ct);
}
