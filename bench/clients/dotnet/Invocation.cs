using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Azure.Databricks.Client;

namespace Layercake.Bench.Clients;

/// <summary>
/// A call of the client by the names of its service, its method and its parameters; <c>Secrets.PutSecret(Byte[])</c> is the overload
/// whose first parameter has that type.
/// </summary>
internal static class Invocation
{
    private static readonly JsonSerializerOptions reading = ClientOptions.Get();

    /// <returns>What the client made of the answer, as JSON.</returns>
    public static async Task<JsonNode?> CallAsync(DatabricksClient client, string call, JsonObject arguments)
    {
        var (service, type) = Service(client, call[..call.LastIndexOf('.')]);
        var name = call[(call.LastIndexOf('.') + 1)..].Split('(', ')');
        var method = type.GetMethods()
            .First(candidate =>
                candidate.Name == name[0]
                && Takes(candidate, arguments)
                && (name.Length == 1 || candidate.GetParameters()[0].ParameterType.Name == name[1])
            );
        var values = method.GetParameters().Select(parameter => Value(parameter, arguments)).ToArray();
        var answer = method.Invoke(service, BindingFlags.DoNotWrapExceptions, null, values, null);
        if (answer is Task running)
        {
            await running;
            answer = method.ReturnType.IsGenericType ? ((dynamic)running).Result : Downloaded(values);
        }
        else if (answer is not null)
            answer = await AllAsync((dynamic)answer);

        return Answers.Json((object?)answer);
    }

    /// <summary>A service of the client and the interface that its property has.</summary>
    public static (object Service, Type Type) Service(DatabricksClient client, string path)
    {
        (object Service, Type Type) found = (client, typeof(DatabricksClient));
        foreach (var name in path.Split('.'))
        {
            var property = found.Type.GetProperty(name) ?? throw new MissingMemberException(found.Type.Name, name);
            found = (property.GetValue(found.Service)!, property.PropertyType);
        }

        return found;
    }

    /// <summary>Whether a method has all these parameters, and no other that must be given.</summary>
    private static bool Takes(MethodInfo method, JsonObject arguments) =>
        arguments.All(argument => method.GetParameters().Any(parameter => parameter.Name == argument.Key))
        && method.GetParameters().All(parameter => parameter.IsOptional || IsStream(parameter) || arguments.ContainsKey(parameter.Name!));

    private static object? Value(ParameterInfo parameter, JsonObject arguments)
    {
        var given = arguments[parameter.Name!];
        if (IsStream(parameter))
            return Stream((string?)given ?? "");
        if (parameter.ParameterType == typeof(CancellationToken))
            return CancellationToken.None;

        if (given is null)
            return parameter.HasDefaultValue ? parameter.DefaultValue : null;

        return parameter.ParameterType == typeof(string) ? $"{given}" : given.Deserialize(parameter.ParameterType, reading);
    }

    private static bool IsStream(ParameterInfo parameter) => parameter.ParameterType == typeof(Stream);

    private static MemoryStream Stream(string content)
    {
        var stream = new MemoryStream();
        stream.Write(Encoding.UTF8.GetBytes(content));
        stream.Position = 0;
        return stream;
    }

    private static string? Downloaded(object?[] values) =>
        values.OfType<MemoryStream>().FirstOrDefault() is { } stream ? Encoding.UTF8.GetString(stream.ToArray()) : null;

    private static async Task<object> AllAsync<T>(IAsyncEnumerable<T> pages)
    {
        var all = new List<T>();
        await foreach (var item in pages)
            all.Add(item);

        return all;
    }

    /// <summary>How the client itself reads and writes JSON, which only its own services see.</summary>
    private sealed class ClientOptions() : ApiClient(new HttpClient(new SocketsHttpHandler()))
    {
        public static JsonSerializerOptions Get() => Options;
    }
}
