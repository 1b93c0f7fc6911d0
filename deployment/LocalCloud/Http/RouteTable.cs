namespace Layercake.LocalCloud.Http;

public delegate Task<ApiResponse> Endpoint(ApiRequest request, CancellationToken ct);

/// <summary>Which kind of credential a route asks for, and so which error shape a refusal has.</summary>
public enum Access
{
    /// <summary>Open to everyone: token endpoints, discovery documents, admin calls (loopback only).</summary>
    Anonymous,

    /// <summary>A personal access token or an Entra token for Azure Databricks.</summary>
    Workspace,

    /// <summary>An Entra token for Key Vault; without one, a challenge.</summary>
    Vault,

    /// <summary>An Entra token for Azure Resource Manager.</summary>
    ResourceManager,
}

/// <summary>A family of routes; one file per API family implements it and registers what it serves.</summary>
public interface IEndpoints
{
    void Map(RouteTable routes);

    /// <summary>
    /// Puts what a new cloud holds into the state. Called at every start and after a reset, so it must leave alone what is there.
    /// </summary>
    void Seed() { }
}

/// <summary>Finds the endpoint of a request by method and path template.</summary>
/// <remarks>
/// A template is a path whose segments may be <c>{name}</c> (one segment) or, last, <c>{**name}</c> (the rest, may be empty).
/// Literal segments match case-sensitively, except under <c>/subscriptions</c>, where Azure does not care.
/// Literal segments win over <c>{name}</c>, which wins over <c>{**name}</c>.
/// </remarks>
public sealed class RouteTable
{
    private readonly Dictionary<string, Route> exact = new(StringComparer.Ordinal);
    private readonly List<Route> templates = [];

    public void Add(string method, string template, Access access, Endpoint endpoint)
    {
        var route = new Route(method, template, template.Split('/', StringSplitOptions.RemoveEmptyEntries), access, endpoint);
        if (template.Contains('{', StringComparison.Ordinal))
            templates.Add(route);
        else if (!exact.TryAdd($"{method} {template}", route))
            throw new InvalidOperationException($"{method} {template} is registered twice.");
    }

    /// <summary>Registers a workspace endpoint that answers at once.</summary>
    public void Get(string template, Func<ApiRequest, ApiResponse> endpoint) =>
        Add("GET", template, Access.Workspace, (request, _) => Task.FromResult(endpoint(request)));

    /// <inheritdoc cref="Get"/>
    public void Post(string template, Func<ApiRequest, ApiResponse> endpoint) =>
        Add("POST", template, Access.Workspace, (request, _) => Task.FromResult(endpoint(request)));

    /// <inheritdoc cref="Get"/>
    public void Put(string template, Func<ApiRequest, ApiResponse> endpoint) =>
        Add("PUT", template, Access.Workspace, (request, _) => Task.FromResult(endpoint(request)));

    /// <inheritdoc cref="Get"/>
    public void Patch(string template, Func<ApiRequest, ApiResponse> endpoint) =>
        Add("PATCH", template, Access.Workspace, (request, _) => Task.FromResult(endpoint(request)));

    /// <inheritdoc cref="Get"/>
    public void Delete(string template, Func<ApiRequest, ApiResponse> endpoint) =>
        Add("DELETE", template, Access.Workspace, (request, _) => Task.FromResult(endpoint(request)));

    /// <param name="method">Upper case.</param>
    /// <param name="path">Encoded as sent: an encoded slash stays inside its segment.</param>
    /// <remarks>What can be read with GET can be asked for its head.</remarks>
    public (Route Route, IReadOnlyDictionary<string, string> Values)? Find(string method, string path) =>
        FindExactly(method, path) ?? (method == "HEAD" ? FindExactly("GET", path) : null);

    private (Route Route, IReadOnlyDictionary<string, string> Values)? FindExactly(string method, string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (exact.TryGetValue($"{method} /{string.Join('/', segments)}", out var route))
            return (route, new Dictionary<string, string>());

        (Route, IReadOnlyDictionary<string, string>)? best = null;
        var bestScore = -1;
        foreach (var candidate in templates)
            if (candidate.Method == method && candidate.Match(segments, out var values) is var score && score > bestScore)
                (best, bestScore) = ((candidate, values), score);

        return best;
    }
}

/// <summary>One registered route.</summary>
public sealed record Route(string Method, string Template, string[] Segments, Access Access, Endpoint Endpoint)
{
    private readonly StringComparison comparison = Template.StartsWith("/subscriptions", StringComparison.OrdinalIgnoreCase)
        ? StringComparison.OrdinalIgnoreCase
        : StringComparison.Ordinal;

    /// <summary>How specifically this route matches: −1 not at all, higher is better.</summary>
    public int Match(string[] segments, out Dictionary<string, string> values)
    {
        values = [];
        var score = 0;
        for (var i = 0; i < Segments.Length; i++)
        {
            var segment = Segments[i];
            if (segment.StartsWith("{**", StringComparison.Ordinal))
            {
                values[segment[3..^1]] = string.Join('/', segments.Skip(i).Select(Uri.UnescapeDataString));
                return score;
            }

            if (i >= segments.Length)
                return -1;

            if (segment.StartsWith('{'))
                (values[segment[1..^1]], score) = (Uri.UnescapeDataString(segments[i]), score + 1);
            else if (string.Equals(segment, Uri.UnescapeDataString(segments[i]), comparison))
                score += 100;
            else
                return -1;
        }

        return segments.Length == Segments.Length ? score + 1 : -1;
    }
}
