using Layercake.LocalCloud.Http;
using Layercake.LocalCloud.State;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Identity;

/// <summary>Which applications hold good tokens for a service and yet may do nothing there, or not everything.</summary>
internal sealed class DeniedApplications(CloudState state)
{
    private readonly Table denied = state.Table("denied");

    /// <param name="actions">In a vault, what is forbidden (<c>get</c>, <c>list</c>, <c>set</c>, …); everything when there are
    /// none.</param>
    public void Add(Access access, string clientId, IEnumerable<string> actions) =>
        denied.Put(Key(access, clientId), new JObject { ["actions"] = new JArray(actions) });

    public void Clear() => denied.Clear();

    public bool Has(Access access, string clientId, string? action = null) =>
        denied.Get(Key(access, clientId))?["actions"] is JArray actions
        && (actions.Count == 0 || actions.Any(candidate => (string?)candidate == action));

    private static string Key(Access access, string clientId) => $"{access} {clientId.ToLowerInvariant()}";
}
