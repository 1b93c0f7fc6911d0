using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Layercake.Architecture;

/// <summary>Finds the types that a type uses: in its declaration, in the signatures of its members, and in their code.</summary>
internal static class UsedTypes
{
    /// <returns>Top-level types of the same assembly, each at most once.</returns>
    public static IEnumerable<TypeDefinition> Of(TypeDefinition type) =>
        References(type).SelectMany(Parts).Select(TopLevel).OfType<TypeDefinition>().Distinct();

    private static IEnumerable<TypeReference?> References(TypeDefinition type) =>
        [
            type.BaseType,
            .. type.Interfaces.Select(one => one.InterfaceType),
            .. type.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType),
            .. type.CustomAttributes.SelectMany(References),
            .. type.Fields.Select(field => field.FieldType),
            .. type.Methods.SelectMany(References),
            .. type.NestedTypes.SelectMany(References),
        ];

    private static IEnumerable<TypeReference?> References(MethodDefinition method) =>
        [
            method.ReturnType,
            .. method.Parameters.Select(parameter => parameter.ParameterType),
            .. method.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType),
            .. method.CustomAttributes.SelectMany(References),
            .. method.HasBody ? References(method.Body) : [],
        ];

    private static IEnumerable<TypeReference?> References(CustomAttribute attribute) =>
        attribute
            .ConstructorArguments.Concat(attribute.Properties.Concat(attribute.Fields).Select(named => named.Argument))
            .SelectMany(argument => new[] { argument.Type, argument.Value as TypeReference })
            .Prepend(attribute.AttributeType);

    private static IEnumerable<TypeReference?> References(MethodBody body) =>
        [
            .. body.Variables.Select(variable => variable.VariableType),
            .. body.ExceptionHandlers.Select(handler => handler.CatchType),
            .. body.Instructions.SelectMany(instruction => References(instruction.Operand)),
        ];

    private static IEnumerable<TypeReference?> References(object operand) =>
        operand switch
        {
            TypeReference type => [type],
            FieldReference field => [field.DeclaringType, field.FieldType],
            GenericInstanceMethod generic => [.. generic.GenericArguments, .. References(generic.ElementMethod)],
            MethodReference method =>
            [
                method.DeclaringType,
                method.ReturnType,
                .. method.Parameters.Select(parameter => parameter.ParameterType),
            ],
            _ => [],
        };

    /// <summary>The type itself, what it is an array or a reference of, and its type arguments.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) =>
        type switch
        {
            null or GenericParameter => [],
            GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
            TypeSpecification specification => Parts(specification.ElementType),
            _ => [type],
        };

    private static TypeDefinition? TopLevel(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;

        return type as TypeDefinition;
    }
}
