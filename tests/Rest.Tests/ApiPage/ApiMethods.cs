using System.Reflection;

namespace Layercake.Rest.Tests.ApiPage;

/// <summary>The calls that the client has, in the order of the code.</summary>
internal static class ApiMethods
{
    /// <summary>One class for each family of calls.</summary>
    public static IReadOnlyList<Type> Families { get; } =
        [
            .. typeof(WorkspaceClient)
                .Assembly.GetExportedTypes()
                .Where(type => type.Namespace == "Layercake.Rest.Apis" && Constructor(type) is not null)
                .OrderBy(type => type.Name, StringComparer.Ordinal),
        ];

    public static IEnumerable<MethodInfo> Of(Type family) =>
        family
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => Parameters(method).Length < method.GetParameters().Length)
            .OrderBy(method => method.MetadataToken);

    /// <summary>Without the token that cancels.</summary>
    public static ParameterInfo[] Parameters(MethodInfo method) =>
        [.. method.GetParameters().Where(parameter => parameter.ParameterType != typeof(CancellationToken))];

    public static object New(Type family, WorkspaceClient client)
    {
        var constructor = Constructor(family)!;
        return constructor.Invoke([
            .. constructor.GetParameters().Select((parameter, at) => at == 0 ? client : parameter.DefaultValue),
        ]);
    }

    private static ConstructorInfo? Constructor(Type type) =>
        type.GetConstructors()
            .FirstOrDefault(made => made.GetParameters() is [var first, ..] && first.ParameterType == typeof(WorkspaceClient));
}
